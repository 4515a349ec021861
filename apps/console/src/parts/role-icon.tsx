import {
  IconBriefcase,
  IconBulb,
  IconCalendar,
  IconChartBar,
  IconChartLine,
  IconCircle,
  IconCreditCard,
  IconCrown,
  IconDownload,
  IconEye,
  IconFileText,
  IconFlag,
  IconHeadset,
  IconHeart,
  IconHeartHandshake,
  IconLifebuoy,
  IconMail,
  IconPalette,
  IconPencil,
  IconPencilPlus,
  IconPhone,
  IconPhoneCheck,
  IconPhonePlus,
  IconRocket,
  IconShield,
  IconStar,
  IconTool,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';

const ICONS = {
  user: IconUser,
  users: IconUsers,
  shield: IconShield,
  crown: IconCrown,
  star: IconStar,
  flag: IconFlag,
  heart: IconHeart,
  rocket: IconRocket,
  eye: IconEye,
  pencil: IconPencil,
  'pencil-plus': IconPencilPlus,
  palette: IconPalette,
  bulb: IconBulb,
  briefcase: IconBriefcase,
  handshake: IconHeartHandshake,
  headset: IconHeadset,
  lifebuoy: IconLifebuoy,
  phone: IconPhone,
  'phone-check': IconPhoneCheck,
  'phone-plus': IconPhonePlus,
  mail: IconMail,
  calendar: IconCalendar,
  chart: IconChartBar,
  'chart-line': IconChartLine,
  'credit-card': IconCreditCard,
  'file-text': IconFileText,
  download: IconDownload,
  wrench: IconTool,
  circle: IconCircle,
} as const satisfies Record<string, Icon>;

type IconName = keyof typeof ICONS;

/** The names of the icons that a role can have. */
export const roleIcons = Object.keys(ICONS) as IconName[];

const isKnown = (name: string | null): name is IconName => name !== null && Object.hasOwn(ICONS, name);

/** A role's icon. It stands beside the role's name, so screen readers pass it over. */
export function RoleIcon({ name, size = 18 }: { name: string | null; size?: number }) {
  const Shown = isKnown(name) ? ICONS[name] : IconCircle;
  return <Shown size={size} stroke={1.5} aria-hidden style={{ flexShrink: 0 }} />;
}
