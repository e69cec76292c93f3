import { expect, it } from 'vitest';
import { parseAuthConfig } from './config';

const good = {
  issuer: 'http://localhost:8080',
  clientId: 'organizer-web',
  apiScope: 'api://organizer-api/access_as_user',
  authority: 'https://localhost:8080/',
  knownAuthorities: ['localhost:8080'],
  protocolMode: 'OIDC',
  authorityMetadata: '{}',
};

it('takes the settings as they are', () => {
  expect(parseAuthConfig(good)).toEqual(good);
});

it('hands discovery to MSAL as text, and needs none for Entra', () => {
  expect(parseAuthConfig({ ...good, authorityMetadata: { issuer: 'x' } }).authorityMetadata).toBe('{"issuer":"x"}');
  expect(parseAuthConfig({ ...good, authorityMetadata: undefined })).not.toHaveProperty('authorityMetadata');
});

it.each([
  ['issuer', ''],
  ['clientId', 7],
  ['apiScope', undefined],
  ['authority', null],
  ['knownAuthorities', 'localhost'],
  ['protocolMode', 'SAML'],
])('names a faulty %s', (member, value) => {
  expect(() => parseAuthConfig({ ...good, [member]: value })).toThrow(member);
});

it.each([null, 'text', []])('refuses %j', (document) => {
  expect(() => parseAuthConfig(document)).toThrow('config.json');
});
