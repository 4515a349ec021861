/**
 * The table of what each role of the product may do: its keys, and where each stands in the catalogue. A row has one cell
 * for each role, in the order of `JAICP_ROLES`; what is marked is granted, and nothing else.
 */
export const JAICP_ROLES = [
  'accessor',
  'analyst',
  'content-manager',
  'dialer-admin',
  'dialer-user',
  'dialer-verified',
  'initial',
  'operator',
  'rawlogs-analytic',
  'tech-support',
  'user',
] as const;

//                                            ACC ANA CM  DAD DUS DVE INI OPE RAW TEC USER
const TABLE = `
  clients.view          clients:view            x   x   x   .   .   .   .   x   .   .   .
  clients.block         clients:block           .   .   .   .   .   .   .   x   .   .   .
  logs.view             logs:view               x   x   x   .   .   .   .   .   .   .   x
  logs.tag              logs:tag                x   .   .   .   .   .   .   .   .   .   .
  tags.view             tags:view               .   x   .   .   .   .   .   .   .   .   x
  channels.view         channels:view           x   x   x   .   .   .   .   .   .   .   x
  channels.create       channels:create         .   .   x   .   .   .   .   .   .   .   .
  userflow.view         userflow:view           x   x   x   .   .   .   .   .   .   .   x
  projects.view         projects:view           x   x   x   .   .   .   .   x   .   x   x
  projects.stats.view   projects:view-statistics x  x   x   .   .   .   .   x   .   x   x
  projects.overview.view projects:view-overview x   .   x   .   .   .   .   x   .   x   .
  editor.view           editor:view             .   .   x   .   .   .   .   .   .   .   x
  editor.edit           editor:edit             .   .   x   .   .   .   .   .   .   .   .
  deployment.view       deployment:view         .   .   x   .   .   .   .   .   .   .   x
  deployment.manual     deployment:manual       .   .   x   .   .   .   .   .   .   .   .
  news.view             news:view               .   .   x   .   .   .   .   .   .   .   x
  news.create           news:create             .   .   x   .   .   .   .   .   .   .   .
  news.edit             news:edit               .   .   x   .   .   .   .   .   .   .   .
  settings.view         settings:view           .   .   x   .   .   .   .   .   .   .   x
  numbers.view          numbers:view            .   .   .   x   x   .   .   .   .   .   .
  numbers.create        numbers:create          .   .   .   x   .   .   .   .   .   .   .
  numbers.edit          numbers:edit            .   .   .   x   .   .   .   .   .   .   .
  broadcasts.view       broadcasts:view         .   .   .   x   x   .   .   .   .   .   .
  broadcasts.create     broadcasts:create       .   .   .   x   .   .   .   .   .   .   .
  broadcasts.run        broadcast-control:run   .   .   .   .   .   x   .   .   .   .   .
  rawlogs.download      rawlogs:download        .   .   .   .   .   .   .   .   x   .   .
  users.view            members:view            .   .   .   .   .   .   .   .   .   .   x
  roles.view            roles:view              .   .   .   .   .   .   .   .   .   .   x
  dialogs.view          dialogs:view            .   .   .   .   .   .   .   .   .   .   x
  self.profile.view     self:view               .   x   x   .   .   .   .   x   .   x   x
  self.profile.edit     self:edit               .   x   x   .   .   .   .   x   .   x   x
`;

export interface MatrixRow {
  /** As the sources name it: `projects.stats.view`. */
  readonly name: string;
  /** As the catalogue does: `projects:view-statistics`. */
  readonly permission: string;
  readonly roles: ReadonlySet<string>;
}

export const JAICP_MATRIX: readonly MatrixRow[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name = '', permission = '', ...cells] = line.trim().split(/\s+/);
    if (cells.length !== JAICP_ROLES.length) throw new Error(`"${name}" has ${cells.length} cells`);
    return { name, permission, roles: new Set(JAICP_ROLES.filter((_, at) => cells[at] === 'x')) };
  });
