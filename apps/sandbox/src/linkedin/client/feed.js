import { wireConnectLinks } from './connect-links.js';

wireConnectLinks(() => {});
