export { stopServers as default } from '../harness/servers.ts';
