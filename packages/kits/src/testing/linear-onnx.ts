import { EMBEDDING_DIMENSIONS } from '@fairlead/shared/domain/embedding';
import onnxProto from 'onnx-proto';

const { ModelProto, TensorProto } = onnxProto.onnx;
type TensorInput = onnxProto.onnx.ITensorProto;

export interface LinearOptions {
  /** Weight of each number of a vector. */
  weights: Float32Array;
  /** Columns of the result. Default 1. */
  columns?: number;
  /** Default: any number of people, and 384 numbers for each. */
  inputShape?: readonly (number | string)[];
  /** Name of a file in which the weights would be. */
  elsewhere?: string;
  /** Without a sigmoid. */
  raw?: boolean;
}

/** A model in ONNX: σ(x · w), or x · w as it is. */
export function linearOnnx({
  weights,
  columns = 1,
  inputShape,
  elsewhere,
  raw = false,
}: LinearOptions): Buffer {
  const [rows] = [weights.length / columns];
  const tensor: TensorInput = {
    name: 'w',
    dims: [rows, columns],
    dataType: TensorProto.DataType.FLOAT,
    ...(elsewhere === undefined
      ? { rawData: new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength) }
      : {
          dataLocation: TensorProto.DataLocation.EXTERNAL,
          externalData: [{ key: 'location', value: elsewhere }],
        }),
  };
  const value = (name: string, shape: readonly (number | string)[]) => ({
    name,
    type: {
      tensorType: {
        elemType: TensorProto.DataType.FLOAT,
        shape: {
          dim: shape.map((dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })),
        },
      },
    },
  });
  const product = raw ? 'y' : 'z';
  const nodes = [
    { opType: 'MatMul', input: ['x', 'w'], output: [product], name: 'product' },
    { opType: 'Sigmoid', input: ['z'], output: ['y'], name: 'probability' },
  ];
  const bytes = ModelProto.encode({
    irVersion: 8,
    producerName: 'linear',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'linear',
      node: nodes.slice(0, raw ? 1 : 2),
      initializer: [tensor],
      input: [value('x', inputShape ?? ['n', EMBEDDING_DIMENSIONS])],
      output: [value('y', ['n', columns])],
    },
  }).finish();
  return Buffer.from(bytes);
}
