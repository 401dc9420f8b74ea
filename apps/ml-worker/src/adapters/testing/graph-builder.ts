import { gaussian, type Random, seededRandom } from '@fairlead/shared/runtime/random';
import onnxProto from 'onnx-proto';

const { ModelProto, TensorProto, AttributeProto } = onnxProto.onnx;

interface NodeOptions {
  /** The result's name. Default: one of its own. */
  readonly output?: string;
  /** Whole-number attributes. */
  readonly ints?: Record<string, number>;
  /** List attributes. */
  readonly lists?: Record<string, number[]>;
}

/** Collects the nodes and weights of an ONNX graph; every method returns the name of a value. */
export class GraphBuilder {
  readonly #random: Random;
  readonly #nodes: onnxProto.onnx.INodeProto[] = [];
  readonly #initializers: onnxProto.onnx.ITensorProto[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  node(opType: string, input: string[], { output, ints = {}, lists = {} }: NodeOptions = {}): string {
    const name = output ?? `${opType}_${this.#nodes.length}`;
    const attribute = [
      ...Object.entries(ints).map(([key, i]) => ({ name: key, type: AttributeProto.AttributeType.INT, i })),
      ...Object.entries(lists).map(([key, list]) => ({
        name: key,
        type: AttributeProto.AttributeType.INTS,
        ints: list,
      })),
    ];
    this.#nodes.push({ opType, input, output: [name], name, attribute });
    return name;
  }

  /** Random normal weights, scaled so that a layer keeps the size of its input. */
  weights(dims: number[]): string {
    const count = dims.reduce((a, b) => a * b, 1);
    const scale = 1 / Math.sqrt(dims[0] ?? 1);
    return this.#floats(
      dims,
      Float32Array.from({ length: count }, () => scale * gaussian(this.#random)),
    );
  }

  scalar(value: number): string {
    return this.#floats([], Float32Array.of(value));
  }

  /** A whole number without dimensions. */
  integer(value: number): string {
    return this.#int64s([], [value]);
  }

  integers(values: number[]): string {
    return this.#int64s([values.length], values);
  }

  dense(x: string, from: number, to: number): string {
    return this.node('Add', [this.node('MatMul', [x, this.weights([from, to])]), this.weights([to])]);
  }

  layerNorm(x: string, width: number): string {
    const scale = this.#floats([width], new Float32Array(width).fill(1));
    const shift = this.#floats([width], new Float32Array(width));
    return this.node('LayerNormalization', [x, scale, shift], { ints: { axis: -1 } });
  }

  /** The model's bytes. Inputs are int64 [batch, sequence], the output is float [batch, sequence, width]. */
  serialise(model: { name: string; inputs: string[]; output: { name: string; width: number } }): Uint8Array {
    const { FLOAT, INT64 } = TensorProto.DataType;
    const free = [{ dimParam: 'batch' }, { dimParam: 'sequence' }];
    const value = (name: string, elemType: number, dim: onnxProto.onnx.TensorShapeProto.IDimension[]) => ({
      name,
      type: { tensorType: { elemType, shape: { dim } } },
    });
    return ModelProto.encode({
      irVersion: 8,
      producerName: 'tiny-bert',
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: model.name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: model.inputs.map((name) => value(name, INT64, free)),
        output: [value(model.output.name, FLOAT, [...free, { dimValue: model.output.width }])],
      },
    }).finish();
  }

  #floats(dims: number[], values: Float32Array): string {
    return this.#tensor(dims, TensorProto.DataType.FLOAT, new Uint8Array(values.buffer));
  }

  #int64s(dims: number[], values: number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#tensor(dims, TensorProto.DataType.INT64, bytes);
  }

  #tensor(dims: number[], dataType: number, rawData: Uint8Array): string {
    const name = `w${this.#initializers.length}`;
    this.#initializers.push({ name, dims, dataType, rawData });
    return name;
  }
}
