// npm run issuer: a token issuer on this machine, for trying the Worker with published keys as it has them in earnest.
//
//   GET  /.well-known/jwks.json   its keys, the last two
//   GET  /token?tenant=avanter&role=manager&user=ID&ttl=3600   a token, signed with the last one
//   POST /rotate                  a new key; Enter in its terminal does the same
//
// PORT overrides the port. Its keys are forgotten when it ends, and it hears nobody but this machine.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AVANTER } from './demo/directory.ts';

const ALG = 'ES256';
const port = Number(process.env.PORT || '8788');
const origin = `http://localhost:${port}`;

const newKey = async () => {
  const kid = crypto.randomUUID();
  const { publicKey, privateKey } = await generateKeyPair(ALG);
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: ALG, use: 'sig' } };
};

let key = await newKey();
let keys = [key];

async function rotate(): Promise<void> {
  const old = key;
  key = await newKey();
  // The one before stays: its tokens are still out there.
  keys = [key, old];
  console.log(`A new key: ${key.kid}`);
}

function token(query: URLSearchParams): Promise<string> {
  const [agent] = AVANTER.users;
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    iss: origin,
    sub: query.get('user') ?? agent.id,
    tenant: query.get('tenant') ?? AVANTER.slug,
    role: query.get('role') ?? agent.role,
    iat: now,
    exp: now + Number(query.get('ttl') ?? 3_600),
  })
    .setProtectedHeader({ alg: ALG, kid: key.kid, typ: 'JWT' })
    .sign(key.privateKey);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => response.writeHead(400).end(String(error)));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', origin);
  switch (`${request.method} ${pathname}`) {
    case 'GET /.well-known/jwks.json':
      response.setHeader('Content-Type', 'application/jwk-set+json');
      response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
      return;
    case 'GET /token':
      response.end(await token(searchParams));
      return;
    case 'POST /rotate':
      await rotate();
      response.end();
      return;
    default:
      response.writeHead(404).end();
  }
}

server.once('error', ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});

server.listen(port, 'localhost', async () => {
  console.log(`An issuer on ${origin}; Enter for a new key. In another terminal:

JWKS_URL=${origin}/.well-known/jwks.json npm start

A token for an hour, another from ${origin}/token?tenant=SLUG&role=ROLE&user=ID&ttl=SECONDS

${await token(new URLSearchParams())}
`);
  createInterface(process.stdin).on('line', rotate);
});
