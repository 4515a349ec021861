export default async function stopSharedSystem(): Promise<void> {
  await globalThis.rosterSystem?.remove();
}
