import { createClient } from '@rendezvous/client';

export const connect = (renewedToken: () => Promise<string>) =>
  createClient({
    baseUrl: 'http://localhost:8787',
    tenant: 'avanter',
    token: renewedToken, // asked before every try; a text will do, too
    language: 'pt-BR', // of refusals; their codes never change
  });
