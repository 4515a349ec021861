/** The three parts of a mail, in Handlebars. Nothing of what is filled in is itself a template. */
export interface MailTemplate {
  readonly subject: string;
  readonly text: string;
  /** The body's content; the frame is the same for all. */
  readonly html: string;
}

const PARAGRAPH = 'margin:0 0 16px';
const BUTTON =
  'display:inline-block;padding:12px 24px;border-radius:6px;background:#1f4fd8;color:#ffffff;font-weight:600;text-decoration:none';

export const paragraph = (content: string): string => `<p style="${PARAGRAPH}">${content}</p>`;

/** The link as a button, and once more to be read and copied. */
export const button = (label: string): string =>
  [
    paragraph(`<a href="{{link}}" style="${BUTTON}">${label}</a>`),
    paragraph(
      'Or open this address in your browser:<br /><a href="{{link}}" style="color:#1f4fd8;word-break:break-all">{{link}}</a>',
    ),
  ].join('\n');

/** The small print. */
export const note = (content: string): string =>
  `<p style="margin:24px 0 0;color:#57606a;font-size:14px">${content}</p>`;

/** A page of its own: no picture, no script, nothing that is fetched from anywhere. */
export const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title}</title>
</head>
<body style="margin:0;padding:24px;background:#f6f8fa;color:#1f2328;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<main style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${title}</h1>
${content}
</main>
</body>
</html>
`;
