import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest, readManifests, readYaml } from '../manifest.ts';
import { generateConfigMap } from './config-maps.ts';
import { Component, Kustomization } from './kustomization.ts';
import { isObject, type Json, mergePatch } from './strategic-merge.ts';

/** Kinds that belong to no namespace. */
const CLUSTER_KINDS = new Set(['Namespace']);

interface Accumulated {
  manifests: Manifest[];
  /** The final name of every generated ConfigMap, under the name it is referred to by. */
  names: Map<string, string>;
}

/**
 * What `kubectl kustomize` would print for a folder, with some components more. It knows the few features
 * that our manifests use and throws on every other, because no package registry has kustomize itself.
 */
export function renderKustomization(folder: string, components: readonly string[] = []): Manifest[] {
  const { manifests, names } = accumulate(folder, components);
  return manifests.map((manifest) => Manifest.parse(renameReferences(manifest, names)));
}

function accumulate(folder: string, moreComponents: readonly string[]): Accumulated {
  const kustomization = Kustomization.parse(readKustomization(folder));
  const names = new Map<string, string>();
  let manifests: Manifest[] = [];
  for (const path of kustomization.resources) {
    const full = join(folder, path);
    if (!statSync(full).isDirectory()) {
      manifests.push(...readManifests(full));
      continue;
    }
    const base = accumulate(full, []);
    manifests.push(...base.manifests);
    for (const [name, final] of base.names) names.set(name, final);
  }
  for (const path of [...kustomization.components, ...moreComponents]) {
    const component = join(folder, path);
    const { resources } = Component.parse(readKustomization(component));
    manifests.push(...resources.flatMap((file) => readManifests(join(component, file))));
  }
  for (const generator of kustomization.configMapGenerator) {
    const { name, manifest } = generateConfigMap(generator, folder);
    names.set(name, manifest.metadata.name);
    manifests.push(manifest);
  }
  for (const { path, target } of kustomization.patches) {
    manifests = applyPatch(manifests, join(folder, path), target);
  }
  const { namespace, images } = kustomization;
  manifests = manifests.map((manifest) => Manifest.parse(replaceImages(manifest, images)));
  if (namespace !== undefined) manifests = manifests.map((manifest) => withNamespace(manifest, namespace));
  assertUnique(manifests);
  return { manifests, names };
}

function readKustomization(folder: string): unknown {
  const path = join(folder, 'kustomization.yaml');
  if (!existsSync(path)) throw new Error(`There is no ${path}`);
  return readYaml(path)[0];
}

function applyPatch(
  manifests: readonly Manifest[],
  path: string,
  target: { kind: string; name: string },
): Manifest[] {
  const [patch, ...others] = readManifests(path);
  if (!patch || others.length > 0) throw new Error(`${path}: one patch to a file`);
  const { apiVersion: _, kind: __, metadata, ...change } = patch;
  if (Object.keys(metadata).join() !== 'name') throw new Error(`${path}: patches here leave metadata alone`);
  const name = new RegExp(`^(${target.name})$`);
  const isTarget = (one: Manifest): boolean => one.kind === target.kind && name.test(one.metadata.name);
  if (!manifests.some(isTarget)) throw new Error(`${path}: nothing matches its target`);
  return manifests.map((one) => (isTarget(one) ? Manifest.parse(mergePatch(one, change)) : one));
}

function withNamespace(manifest: Manifest, namespace: string): Manifest {
  if (CLUSTER_KINDS.has(manifest.kind)) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

function replaceImages(value: unknown, images: Kustomization['images']): unknown {
  return mapObjects(value, (object) => {
    const [name, tag] = typeof object.image === 'string' ? object.image.split(':') : [];
    const image = images.find((one) => one.name === name);
    return image && tag !== undefined ? { ...object, image: `${image.newName}:${image.newTag}` } : object;
  });
}

function renameReferences(value: unknown, names: ReadonlyMap<string, string>): unknown {
  return mapObjects(value, (object) => {
    const renamed: Record<string, unknown> = { ...object };
    for (const key of ['configMapRef', 'configMapKeyRef', 'configMap']) {
      const reference = object[key];
      if (!isObject(reference)) continue;
      renamed[key] = { ...reference, name: names.get(String(reference.name)) ?? reference.name };
    }
    return renamed;
  });
}

/** A copy in which every object has gone through `change`, innermost first. */
function mapObjects(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, mapObjects(item, change)] as const);
  return change(Object.fromEntries(entries));
}

function assertUnique(manifests: readonly Manifest[]): void {
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of manifests) {
    const identity = `${apiVersion} ${kind} ${metadata.name}`;
    if (seen.has(identity)) throw new Error(`Two objects are ${identity}`);
    seen.add(identity);
  }
}
