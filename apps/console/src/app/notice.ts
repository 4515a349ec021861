import { notifications } from '@mantine/notifications';
import { api } from '../api/client.js';
import { words } from './words.js';

const useWords = words('notice', {
  saved: 'Saved.',
  inForce: 'Saved. In force everywhere.',
  close: 'Close this message',
});

/** How a screen tells that a thing is done. Screen readers hear it. */
export function useNotices() {
  const say = useWords();
  const tell = (message: string): void => {
    notifications.show({
      message,
      withBorder: true,
      autoClose: 6_000,
      closeButtonProps: { 'aria-label': say('close') },
    });
  };
  return {
    tell,
    saved: () => tell(say('saved')),
    /**
     * For what changes what members may do. A read waits for the version of the write: once it has answered, every
     * decision is made by what was saved.
     */
    inForce: async (message?: string): Promise<void> => {
      await api.GET('/v1/me/permissions');
      tell(message ?? say('inForce'));
    },
  };
}
