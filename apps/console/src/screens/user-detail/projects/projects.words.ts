import { words } from '../../../app/words.js';

export const useProjectsWords = words('user-projects', {
  explained: 'Projects that {{person}} works on. In all others they can do nothing.',
  loading: 'Loading the projects',
  none: 'There is no project yet',
  owns: 'Owns it',
  until: 'Until {{at}}',
  save: 'Save projects',
  saved: 'The projects are saved. In force everywhere.',
  open: 'Permissions in {{project}}',
  list: 'Projects',
});
