export { stopSharedSystem as default } from '../harness/shared-system.ts';
