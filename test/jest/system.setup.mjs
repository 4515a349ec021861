export { startSharedSystem as default } from '../harness/shared-system.ts';
