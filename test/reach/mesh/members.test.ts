import { expect, test } from 'vitest';
import { Reach } from '../../../scripts/reach/reach.ts';
import { clusterOf, networkPolicy } from '../cluster-of.ts';
import { authorization, callersOfCart, from, shop } from './shop.ts';

test('policies of both kinds have to let a call through', () => {
  const spec = { podSelector: { matchLabels: { app: 'cart' } }, ingress: [{ from: [{ podSelector: {} }] }] };
  const network = networkPolicy('shop/cart', spec);
  expect(
    callersOfCart(network, authorization('shop', 'policy', { rules: from('*/sa/web', '*/sa/client') })),
  ).toEqual(['shop/Deployment/web TCP/8080']);
});

test('where nothing says who is in the mesh, everybody is', () => {
  const objects = shop.filter(({ kind }) => kind !== 'Namespace');
  const policy = authorization('shop', 'policy', { rules: from('cluster.local/ns/shop/sa/web') });
  const found = new Reach(clusterOf([...objects, policy])).connections();
  expect(found.filter(({ to }) => to === 'shop/Deployment/cart').map((each) => each.from)).toEqual([
    'shop/Deployment/web',
  ]);
});
