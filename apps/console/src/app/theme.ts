import {
  createTheme,
  type CSSVariablesResolver,
  type InputWrapperProps,
  type MantineColorsTuple,
  type MantineThemeOverride,
  type ModalHeaderProps,
  type ModalProps,
  type NotificationProps,
} from '@mantine/core';

type Shades = MantineColorsTuple;

/** Roster's own accent, for products that have none. */
const ACCENT: Shades = [
  '#ebf1ff',
  '#d6defb',
  '#acbbef',
  '#7f95e5',
  '#5975db',
  '#4161d6',
  '#3457d5',
  '#2547bd',
  '#1d3faa',
  '#0f3697',
];

const closeButtonProps = { 'aria-label': 'Close' };

/**
 * The look of everything, in the customer's accent where they have one: every colour, radius, size and distance (a grid of
 * 4 px). Nothing else names any.
 */
export async function themeFor(accent: string | null): Promise<MantineThemeOverride> {
  return createTheme({
    colors: { accent: accent ? await shadesOf(accent) : ACCENT },
    primaryColor: 'accent',
    primaryShade: { light: 7, dark: 7 },
    // Text on the accent is black or white, whichever can be read.
    autoContrast: true,
    luminanceThreshold: 0.35,
    defaultRadius: 6,
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
    fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
    spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
    headings: {
      fontWeight: '600',
      sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
    },
    respectReducedMotion: true,
    cursorType: 'pointer',
    // By type only: `Modal.extend` and its like would load all of these with the sign-in page, which shows none of them.
    components: {
      // Most fields are required; those that are not say so.
      InputWrapper: { defaultProps: { withAsterisk: false } satisfies Partial<InputWrapperProps> },
      Modal: { defaultProps: { closeButtonProps } satisfies Partial<ModalProps> },
      Notification: { defaultProps: { closeButtonProps } satisfies Partial<NotificationProps> },
      // A dialog's `header` would be a second banner of the page.
      ModalHeader: { defaultProps: { role: 'none' } satisfies Partial<ModalHeaderProps> },
    },
  });
}

/** What Mantine's own colours have too little contrast for in small type (WCAG 2.2, 1.4.3): quiet text, errors, links. */
export const variables: CSSVariablesResolver = ({ colors: { gray, dark, red, accent } }) => ({
  variables: {},
  light: { '--mantine-color-dimmed': gray[7], '--mantine-color-error': red[9] },
  dark: {
    '--mantine-color-dimmed': dark[1],
    '--mantine-color-error': red[4],
    '--mantine-color-anchor': accent?.[3] ?? '',
  },
});

/** Ten shades from light to dark. Loaded only where needed: it is a tenth of the sign-in page's script. */
async function shadesOf(accent: string): Promise<Shades> {
  const { generateColors } = await import('@mantine/colors-generator');
  return generateColors(accent);
}
