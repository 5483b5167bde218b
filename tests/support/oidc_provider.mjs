// SPDX-License-Identifier: EUPL-1.2
// A real provider of OpenID Connect for the journey and browser tests: the npm package
// oidc-provider on a free port, with invented people on its sign-in page. What it answers at the
// token endpoint can be forged, with its own key, to see what a relying party believes.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';

const library = await import('oidc-provider').catch((error) => ({ missing: error.message }));
const jose = await import('jose').catch(() => undefined);

/** Why it cannot run here, or false. */
export const skip = library.missing
  ? `oidc-provider is not usable (npm ci; ${library.missing})`
  : !jose && 'jose is not installed (npm ci)';

export const clientId = 'gordion-test';
export const clientSecret = 'a secret & more, long enough for everybody';

export const people = {
  'erika': {
    acr: 'substantiell',
    claims: {
      given_name: 'Erika',
      family_name: 'Mustermann',
      birthdate: '1964-08-12',
      email: 'erika@demo.example',
      address: { street_address: 'Heidestraße', postal_code: '51147', locality: 'Köln' },
    },
  },
  'max': { acr: 'passwort', claims: { given_name: 'Max', family_name: 'Beispiel' } },
};

export const settings = (issuer) => `
[[account_provider]]
id = "konto"
kind = "citizen"
title = "Testkonto"
issuer = "${issuer}"
client_id = "${clientId}"
client_secret_file = "konto.secret"
scopes = ["openid", "profile", "email", "address"]
userinfo = true
verified = ["given_name", "family_name", "birth_date"]
verified_from = "30"
[account_provider.levels]
passwort = "10"
substantiell = "30"
[account_provider.attributes]
given_name = "given_name"
family_name = "family_name"
birth_date = "birthdate"
street = "address.street_address"
postcode = "address.postal_code"
city = "address.locality"
email = "email"
`;

function makeKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `k${Date.now()}` }] };
}

function configuration(redirectUri, jwks) {
  return {
    clients: [
      { client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] },
      { client_id: 'another', client_secret: 'x'.repeat(40), redirect_uris: [redirectUri] },
    ],
    jwks,
    acrValues: ['passwort', 'substantiell'],
    claims: {
      acr: null,
      openid: ['sub', 'acr'],
      profile: ['given_name', 'family_name', 'birthdate'],
      email: ['email'],
      address: ['address'],
    },
    cookies: { keys: ['a key for tests only'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people[id]?.claims }),
    }),
  };
}

const page = (names) => `<!doctype html><html lang="de"><title>Testkonto</title><h1>Testkonto</h1>
<form method="post">${names.map((name) => `<button name="person" value="${name}">${name}</button>`).join('')}
<button name="person" value="">abbrechen</button></form>`;

async function readBody(request) {
  let body = '';
  for await (const piece of request) body += piece;
  return new URLSearchParams(body);
}

/** Starts it; `port` and `jwks` make it the same provider again after it was stopped. */
export async function startProvider({ redirectUri, port = 0, jwks = makeKeys() }) {
  const state = { forge: undefined };
  let provider;
  let callback;
  const interact = async (request, response) => {
    if (request.method === 'GET') {
      await provider.interactionDetails(request, response);
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(page(Object.keys(people)));
      return;
    }
    const person = (await readBody(request)).get('person');
    if (!person) {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
      return;
    }
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: person, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(request, response, {
      login: { accountId: person, acr: people[person].acr, remember: false },
      consent: { grantId: await grant.save() },
    });
  };
  // Changes what the token endpoint answers, after the provider has made it.
  const forgeToken = (response) => {
    const end = response.end.bind(response);
    response.end = (bytes, ...rest) => {
      const answer = JSON.parse(bytes?.toString() || '{}');
      if (!answer.id_token) return end(bytes, ...rest);
      state.forge(answer, jwks.keys[0]).then((forged) => {
        const text = JSON.stringify(forged);
        response.setHeader('Content-Length', Buffer.byteLength(text));
        end(text, ...rest);
      });
      return response;
    };
  };
  const server = createServer((request, response) => {
    if (request.url.startsWith('/interaction/')) {
      interact(request, response).catch((error) => response.writeHead(400).end(error.message));
      return;
    }
    if (state.forge && request.url === '/token') forgeToken(response);
    callback(request, response);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new library.default(issuer, configuration(redirectUri, jwks));
  callback = provider.callback();
  return {
    issuer,
    jwks,
    port: server.address().port,
    /** forge(answer, key) returns the answer instead; undefined makes it honest again. */
    set forge(forge) {
      state.forge = forge;
    },
    stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

/** The ID token with other claims, signed again with the provider's own key or another one. */
export async function signAgain(answer, key, { claims = {}, header = {}, signWith = key }) {
  const payload = { ...jose.decodeJwt(answer.id_token), ...claims };
  delete payload.at_hash;
  const secret = await jose.importJWK(signWith, header.alg ?? 'RS256');
  const token = await new jose.SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
    .sign(secret);
  return { ...answer, id_token: token };
}

/** The ID token without any signature. */
export function unsign(answer) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = jose.decodeJwt(answer.id_token);
  return { ...answer, id_token: `${encode({ alg: 'none' })}.${encode(payload)}.` };
}

export const otherKey = () => makeKeys().keys[0];
