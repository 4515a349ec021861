/**
 * The content of a mail, from which both its plain text and its HTML are made. Words in `{{braces}}` are filled in;
 * what is filled in is never a template, a link or markup (S42).
 */
export interface Letter {
  readonly subject: string;
  /** The paragraphs before the link. */
  readonly says: readonly string[];
  /** A page of the gateway, which gets the token in the fragment, and the text of its button. */
  readonly link?: { readonly page: string; readonly label: string };
  /** The paragraphs after the link. */
  readonly ends?: readonly string[];
  /** The small print: what to do if the mail is unexpected. */
  readonly note: string;
}

const PARAGRAPH = 'margin:0 0 16px';
const BUTTON =
  'display:inline-block;padding:12px 24px;border-radius:6px;background:{{color}};color:#ffffff;font-weight:600;text-decoration:none';

/** The letter as plain text, in Handlebars. */
export function textOf({ says, link, ends = [], note }: Letter): string {
  const parts = ['{{greeting}}', ...says, ...(link ? [`${link.label}:\n{{link}}`] : []), ...ends];
  return `${parts.join('\n\n')}\n\n{{#if happened}}{{happened}}\n\n{{/if}}${note}\n\n--\n{{product}}\n{{home}}\n{{#if support}}{{support}}\n{{/if}}`;
}

/** The letter as a page of its own, in Handlebars: no script, and no picture but the product's own logo. */
export function htmlOf({ subject, says, link, ends = [], note }: Letter): string {
  const content = [
    LOGO,
    ...['{{greeting}}', ...says].map(paragraph),
    ...(link ? [button(link.label)] : []),
    ...ends.map(paragraph),
    `{{#if happened}}${paragraph('{{happened}}')}{{/if}}`,
    `<p style="margin:24px 0 0;color:#57606a;font-size:14px">${note}</p>`,
    FOOTER,
  ];
  return page(subject, content.join('\n'));
}

/** The product's, shown by the gateway. */
const LOGO = `{{#if logo}}<p style="${PARAGRAPH}"><img src="{{logo}}" alt="{{product}}" height="40" style="display:block;height:40px;max-width:100%" /></p>{{/if}}`;

/** Where the mail is from, and where help is. */
const FOOTER = `<p style="margin:24px 0 0;color:#57606a;font-size:14px"><a href="{{home}}" style="color:{{color}}">{{product}}</a>{{#if support}} · <a href="mailto:{{support}}" style="color:{{color}}">{{support}}</a>{{/if}}</p>`;

const paragraph = (content: string): string => `<p style="${PARAGRAPH}">${content}</p>`;

/** The link as a button, and again as text to read and copy. */
const button = (label: string): string =>
  [
    paragraph(`<a href="{{link}}" style="${BUTTON}">${label}</a>`),
    paragraph(
      'Or open this address in your browser:<br /><a href="{{link}}" style="color:{{color}};word-break:break-all">{{link}}</a>',
    ),
  ].join('\n');

/** A title has no markup, so it is the filled-in subject; the heading's words are isolated as the text's are. */
const page = (heading: string, content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{{title}}</title>
</head>
<body style="margin:0;padding:24px;background:#f6f8fa;color:#1f2328;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<main style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${heading}</h1>
${content}
</main>
</body>
</html>
`;
