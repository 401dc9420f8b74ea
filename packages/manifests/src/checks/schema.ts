import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1';
import * as monitoring from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { type Manifest, titleOf } from '../manifest.ts';

type Model = new (data: never) => { validate(): void };

interface ApiVersion {
  /** The module that has the models. */
  specifier: string;
  models: Readonly<Record<string, Model>>;
}

/** The API versions and kinds that may stand in our manifests. Kubernetes 1.28 and newer serve them all. */
const API_VERSIONS: Readonly<Record<string, ApiVersion>> = {
  v1: {
    specifier: 'kubernetes-models/v1',
    models: {
      Namespace: core.Namespace,
      ServiceAccount: core.ServiceAccount,
      ConfigMap: core.ConfigMap,
      Secret: core.Secret,
      Service: core.Service,
      PersistentVolumeClaim: core.PersistentVolumeClaim,
    },
  },
  'apps/v1': {
    specifier: 'kubernetes-models/apps/v1',
    models: { Deployment: apps.Deployment, StatefulSet: apps.StatefulSet },
  },
  'batch/v1': { specifier: 'kubernetes-models/batch/v1', models: { Job: batch.Job } },
  'policy/v1': {
    specifier: 'kubernetes-models/policy/v1',
    models: { PodDisruptionBudget: policy.PodDisruptionBudget },
  },
  'networking.k8s.io/v1': {
    specifier: 'kubernetes-models/networking.k8s.io/v1',
    models: { NetworkPolicy: networking.NetworkPolicy },
  },
  'autoscaling/v2': {
    specifier: 'kubernetes-models/autoscaling/v2',
    models: { HorizontalPodAutoscaler: autoscaling.HorizontalPodAutoscaler },
  },
  'keda.sh/v1alpha1': {
    specifier: '@kubernetes-models/keda/keda.sh/v1alpha1',
    models: { ScaledObject: keda.ScaledObject },
  },
  'monitoring.coreos.com/v1': {
    specifier: '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
    models: { PodMonitor: monitoring.PodMonitor },
  },
};

/** The module that has the model of an object; '' for an API version we do not use. */
export function specifierOf({ apiVersion }: Manifest): string {
  return API_VERSIONS[apiVersion]?.specifier ?? '';
}

/** Types, required fields, enumerations and quantities, by the published schemas. They let unknown fields pass. */
export function schemaFaults(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) => {
    const { apiVersion, kind } = manifest;
    const Model = API_VERSIONS[apiVersion]?.models[kind];
    if (!Model) return [`${titleOf(manifest)}: ${apiVersion} ${kind} is not among the kinds we use`];
    try {
      new Model(manifest as never).validate();
      return [];
    } catch (thrown) {
      return [`${titleOf(manifest)}: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
    }
  });
}
