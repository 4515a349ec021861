/**
 * The factor by which deadlines are longer than in production: 1, unless a test sets `TEST_PATIENCE`. On a busy machine each
 * step may take seconds, and a test that ran into a deadline there would say nothing about what it tests.
 */
export const PATIENCE = process.env['NODE_ENV'] === 'test' ? Number(process.env['TEST_PATIENCE'] || 1) : 1;
