/**
 * How many times longer than in production whoever asks waits for an answer. Tests alone set it (`NODE_ENV=test`): on a busy
 * machine each step may take seconds, and a test that met a deadline there would say nothing about what it tests.
 */
export const PATIENCE = process.env['NODE_ENV'] === 'test' ? Number(process.env['TEST_PATIENCE'] || 1) : 1;
