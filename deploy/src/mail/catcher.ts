// `node catcher.js <folder> <SMTP port> <HTTP port>`: takes every mail, sends none on, and shows them. On the loopback
// interface only, until SIGTERM.
import { Mailbox } from './mailbox.js';
import { smtpServer } from './smtp.js';
import { webServer } from './web.js';

const [folder = '', smtpPort, webPort] = process.argv.slice(2);
const mailbox = new Mailbox(folder);
const smtp = smtpServer(mailbox);
const web = webServer(mailbox);
smtp.listen(Number(smtpPort), '127.0.0.1');
web.listen(Number(webPort), '127.0.0.1');

process.once('SIGTERM', () => {
  web.close();
  web.closeAllConnections();
  // Gives a mail that is just arriving a second to finish.
  smtp.close(() => process.exit(0));
});
