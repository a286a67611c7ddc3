import { LuaFactory } from 'wasmoon';
import { z } from 'zod';

const verdict = z.object({ status: z.string(), message: z.string().optional() });

/** What Argo CD has taken out of Lua before it runs a check of health (its `util/lua`, by default). */
const MISSING = ['string', 'math', 'io', 'coroutine', 'debug', 'utf8', 'dofile', 'loadfile'];

/** One for all checks: to start it takes a hundred times as long as to run one. */
const engine = new LuaFactory().createEngine().then(async (lua) => {
  await lua.doString(MISSING.map((name) => `${name} = nil`).join('; '));
  return lua;
});

/** Runs a check of health as Argo CD does, with an object as the API server would give it. */
export async function healthBy(script: string, object: unknown): Promise<z.infer<typeof verdict>> {
  const { global } = await engine;
  const top = global.getTop();
  global.loadString(`obj = ${literal(object)}; local health = (function() ${script}\nend)()
    return health.status, health.message`);
  const [status, message] = global.runSync();
  // What a call returns stays on the stack, which has an end.
  global.setTop(top);
  return verdict.parse({ status, message });
}

/** A value as Lua writes it: tables of Lua's own, as Argo CD makes them, instead of stand-ins for objects of JavaScript. */
function literal(value: unknown): string {
  if (value === undefined || value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\\/', '/');
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `[${JSON.stringify(key)}] = ${literal(field)}`)
    .join(', ')}}`;
}
