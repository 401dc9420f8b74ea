/** By which field Kubernetes tells the items of a list apart. Lists of plain values are replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
};

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A strategic merge patch, as far as ours go: throws for a list of objects whose merge key is not known here. */
export function mergePatch(target: Json, patch: Json): Json {
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$') || value === null)
      throw new Error(`Patches here only add and replace, at: ${key}`);
    merged[key] = mergeValue(key, target[key], value);
  }
  return merged;
}

function mergeValue(key: string, before: unknown, value: unknown): unknown {
  if (isObject(before) && isObject(value)) return mergePatch(before, value);
  if (Array.isArray(before) && Array.isArray(value) && value.some(isObject)) {
    return mergeList(key, before as Json[], value as Json[]);
  }
  return value;
}

/** The items of the patch come first, merged with what was there under the same key, as kustomize has it. */
function mergeList(key: string, before: readonly Json[], patch: readonly Json[]): Json[] {
  const mergeKey = MERGE_KEYS[key];
  if (mergeKey === undefined) throw new Error(`No merge key is known for the list ${key}`);
  const patched = new Set(patch.map((item) => item[mergeKey]));
  const changed = patch.map((item) => {
    const known = before.find((one) => one[mergeKey] === item[mergeKey]);
    return known ? mergePatch(known, item) : item;
  });
  return [...changed, ...before.filter((item) => !patched.has(item[mergeKey]))];
}
