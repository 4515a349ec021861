/** A problem document of the API (RFC 9457), or what stands for one where nobody answered. */
export interface ProblemDocument {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** A request that the API refused, or that reached nobody. */
export class Refusal extends Error {
  constructor(readonly problem: ProblemDocument) {
    super(problem.detail || problem.title);
    this.name = 'Refusal';
  }

  get code(): string {
    return this.problem.code;
  }
}

export async function problemOf(response: Response): Promise<ProblemDocument> {
  const body: unknown = await response.json().catch(() => undefined);
  const known = isProblem(body) ? body : { code: 'internal', title: response.statusText, detail: '' };
  return { ...known, status: response.status };
}

const isProblem = (body: unknown): body is ProblemDocument =>
  typeof body === 'object' && body !== null && typeof (body as { code?: unknown }).code === 'string';

export const isRefusal = (error: unknown, ...codes: string[]): error is Refusal =>
  error instanceof Refusal && (codes.length === 0 || codes.includes(error.code));

/**
 * Whether the same request may well succeed in a moment: nobody was reached, a service restarts or is too busy. What was
 * asked has perhaps been done all the same.
 */
const isPassing = (error: unknown): boolean =>
  isRefusal(error, 'network.unreachable') ||
  (error instanceof Refusal && [502, 503, 504].includes(error.problem.status));

/** For what may be done twice, as reads: whether to ask again by itself, after so many failures. */
export const retrySafely = (failures: number, error: Error): boolean => failures < 3 && isPassing(error);
