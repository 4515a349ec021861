export { startServers as default } from '../harness/servers.ts';
