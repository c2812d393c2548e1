// How text is compared: names sort without case and accents, e-mail addresses are found without case.

/** Text as it sorts. */
export const sortKey = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** An e-mail address as it is found by. */
export const emailKey = (email: string): string => email.normalize('NFC').toLowerCase();
