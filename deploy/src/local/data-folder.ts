/** What to do where one of our files could not be written, by the code of the system's error. */
const ADVICE: Readonly<Record<string, (dir: string) => string>> = {
  EEXIST: (dir) => `${dir} is a file, where the data folder should be`,
  ENOTDIR: (dir) => `${dir} cannot be the data folder: it, or what it should be in, is a file`,
  EACCES: (dir) => `The data folder ${dir} cannot be written: you have no right to`,
  EPERM: (dir) => `The data folder ${dir} cannot be written: you have no right to`,
  EROFS: (dir) => `The data folder ${dir} cannot be written: that disk is read-only`,
  ENOSPC: (dir) => `The data folder ${dir} cannot be written: the disk is full`,
  EDQUOT: (dir) => `The data folder ${dir} cannot be written: your share of the disk is full`,
};

/** An error with advice for a data folder that cannot be used; any other error unchanged. */
export function aboutFolder(dir: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return error;
  const advice = ADVICE[String(error.code)];
  if (!advice || !String(error.path).startsWith(dir)) return error;
  const change = 'Change that, or choose another folder: ROSTER_DATA_DIR=… npm start';
  return new Error(`${advice(dir)} (${String(error.code)}). ${change}`, { cause: error });
}
