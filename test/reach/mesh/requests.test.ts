import { describe, expect, test } from 'vitest';
import { authorization, callersOfCart, EVERYBODY } from './shop.ts';

describe('what asks for no more than every request has, and what is wholly denied', () => {
  const to = (...operations: readonly object[]) => [{ to: operations.map((operation) => ({ operation })) }];
  const policy = (action: string, rules: readonly object[], name = action.toLowerCase()) =>
    authorization('shop', name, { action, rules });
  const header = (values: readonly string[], field = 'values') => [
    { when: [{ key: 'request.headers[x-team]', [field]: values }] },
  ];

  test.each([
    [{ paths: ['*'] }],
    [{ paths: ['/*'] }],
    [{ methods: ['*'] }],
    [{ hosts: ['*'] }],
    [{ hosts: ['*'], methods: ['*'], paths: ['/*'] }],
    [{ methods: ['GET', '*'] }],
  ])('%j is every request', (operation) => {
    expect(callersOfCart(policy('ALLOW', to(operation)))).toEqual(EVERYBODY);
    expect(callersOfCart(policy('DENY', to(operation)))).toEqual([]);
  });

  test.each([
    [{ notPaths: ['*'] }],
    [{ notMethods: ['*'] }],
    [{ notHosts: ['*'] }],
    [{ paths: ['/admin/x'], notPaths: ['/admin*'] }],
  ])('%j is no request', (operation) => {
    expect(callersOfCart(policy('ALLOW', to(operation)))).toEqual([]);
    expect(callersOfCart(policy('DENY', to(operation)))).toEqual(EVERYBODY);
  });

  test('a header need not be there, so any value of it is a condition', () => {
    const lines = EVERYBODY.map((line) => `${line} request.headers[x-team] *`);
    expect(callersOfCart(policy('ALLOW', header(['*'])))).toEqual(lines);
    expect(callersOfCart(policy('ALLOW', header(['a'])), policy('DENY', header(['*'])))).toEqual([]);
  });

  test.each([
    [{ methods: ['GET'] }, { methods: ['GET'] }],
    [{ methods: ['GET'] }, { methods: ['GET', 'POST'] }],
    [{ methods: ['GET'], paths: ['/cart'] }, { methods: ['GET'] }],
    [{ paths: ['/admin/x'] }, { paths: ['/admin*'] }],
    [{ paths: ['/admin/*'] }, { paths: ['/admin*'] }],
    [{ paths: ['/a/{*}/b'] }, { paths: ['/a/*'] }],
    [{ paths: ['/x/info'] }, { paths: ['*/info'] }],
    [{ hosts: ['*.shop.Example.com'] }, { hosts: ['*.example.com'] }],
    [{ paths: ['/admin'] }, { notPaths: ['/cart*'] }],
    [{ paths: ['/admin*'] }, { notPaths: ['/cart*'] }],
    [{ notPaths: ['/cart*'] }, { notPaths: ['/cart/x'] }],
  ])('ALLOW %j beside DENY %j lets nothing through', (allowed, denied) => {
    expect(callersOfCart(policy('ALLOW', to(allowed)), policy('DENY', to(denied)))).toEqual([]);
  });

  test.each([
    [{ methods: ['GET'] }, { methods: ['GET'], paths: ['/cart'] }],
    [{ paths: ['/admin*'] }, { paths: ['/admin/x'] }],
    [{ paths: ['/admin*'] }, { paths: ['*/info'] }],
    [{ paths: ['/admin'] }, { paths: ['/admin/*'] }],
    [{ paths: ['/cart/x'] }, { notPaths: ['/cart*'] }],
    [{ paths: ['/a/{*}/b'] }, { notPaths: ['/a/x/b'] }],
  ])('ALLOW %j beside DENY %j leaves something', (allowed, denied) => {
    expect(callersOfCart(policy('ALLOW', to(allowed)), policy('DENY', to(denied)))).toHaveLength(5);
  });

  test('several denials close together what none of them closes alone', () => {
    const [get, other] = [to({ methods: ['GET'] }), to({ notMethods: ['GET'] })];
    const both = [policy('DENY', get, 'get'), policy('DENY', other, 'other')];
    expect(callersOfCart(...both)).toEqual([]);
    expect(callersOfCart(policy('ALLOW', to({ methods: ['GET', 'POST'] })), ...both)).toEqual([]);
  });

  test('of several values, those that are denied are not told', () => {
    const allow = policy('ALLOW', to({ methods: ['GET', 'POST'] }));
    expect(callersOfCart(allow, policy('DENY', to({ methods: ['GET'] })))).toEqual(
      EVERYBODY.map((line) => `${line} method POST not method GET`),
    );
  });

  test('an item of a list is not all of it', () => {
    const groups = (field: string) => [{ when: [{ key: 'request.auth.claims[groups]', [field]: ['a'] }] }];
    const admins = [{ when: [{ key: 'request.auth.claims[groups]', values: ['b'] }] }];
    expect(callersOfCart(policy('ALLOW', admins), policy('DENY', groups('notValues')))).toHaveLength(5);
  });
});
