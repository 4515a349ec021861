/** Milliseconds that JetStream may take to answer. Callers retry anyway. */
export const API_TIMEOUT = 2_000;
