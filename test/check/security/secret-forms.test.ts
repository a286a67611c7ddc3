import { describe, expect, it } from 'vitest';
import {
  isPlaceholder,
  isSecretName,
  passwordInUrl,
} from '../../../scripts/check/rules/security/secret-forms.ts';

describe('what has to be secret by its name', () => {
  it.each([
    'DB_PASSWORD',
    'password',
    'API_KEY',
    'apiKey',
    'client-secret',
    'GITHUB_TOKEN',
    'POSTGRES_PASSWD',
    'clientSecret',
    'AWS_SECRET_ACCESS_KEY',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true));
  it.each([
    'PASSWORD_FILE',
    'TOKEN_TTL',
    'SECRET_NAME',
    'KEYBOARD',
    'monkey',
    'TOKEN_URL',
    'max_tokens',
    'SECRET_PATH',
    'KEY',
    'AUTHOR',
  ])('not %s', (name) => expect(isSecretName(name)).toBe(false));
});

describe('what stands for a secret', () => {
  it.each([
    '',
    'changeme',
    '<password>',
    `$\{DB_PASSWORD}`,
    '$(DB_PASSWORD)',
    '{{ .password }}',
    '/run/secrets/db',
    'REPLACE_ME',
    'your-token',
    'vault:secret/db#pw',
  ])('%j', (value) => expect(isPlaceholder(value)).toBe(true));
  it.each(['h8Fz3kQ9sLw2', 'postgres', 'S3cr3t!'])('not %j', (value) =>
    expect(isPlaceholder(value)).toBe(false),
  );
});

it('finds the password of a URL, and no variable for one', () => {
  expect(passwordInUrl('postgres://app:h8Fz3kQ9@db:5432/shop')).toBe('h8Fz3kQ9');
  expect(passwordInUrl(`amqp://guest:$\{PASSWORD}@mq:5672`)).toBeUndefined();
  expect(passwordInUrl('postgres://$(USER):$(PASSWORD)@db/shop')).toBeUndefined();
  expect(passwordInUrl('https://example.com:8443/a@b')).toBeUndefined();
  expect(passwordInUrl('http://db.shop.svc.cluster.local:5432')).toBeUndefined();
});
