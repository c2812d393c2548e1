// What e-mail addresses and telephone numbers look like where they are read, searched for and kept out of the log.

import { removing } from './removing.ts';

/** What is taken for an e-mail address, anywhere in a text. */
export const EMAIL = /[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\.]+(\.[^\s@<>()[\],;:"\\.]+)+/;

/** A telephone number without the signs that people write between its digits. */
export const withoutPunctuation = removing('[\\s.()\\p{Dash}]');
