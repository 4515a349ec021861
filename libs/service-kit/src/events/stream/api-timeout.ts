/** Milliseconds that JetStream may take to answer; what waits for it tries again anyway. */
export const API_TIMEOUT = 2_000;
