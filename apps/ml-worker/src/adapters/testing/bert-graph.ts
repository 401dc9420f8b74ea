import { GraphBuilder } from './graph-builder.ts';

export interface BertShape {
  /** The width of every token's vector; a multiple of `heads`. */
  readonly hidden: number;
  readonly heads: number;
  /** The width of the feed-forward layer. */
  readonly inner: number;
  readonly layers: number;
  readonly vocabulary: number;
  /** The longest text, in tokens. */
  readonly positions: number;
}

/**
 * A serialised BERT encoder with seeded random weights: input_ids, attention_mask, token_type_ids
 * (int64 [batch, sequence]) → last_hidden_state (float [batch, sequence, hidden]).
 */
export function bertModel(shape: BertShape, seed: number): Uint8Array {
  const graph = new GraphBuilder(seed);
  const mask = attentionBias(graph);
  let state = embeddings(graph, shape);
  for (let layer = 0; layer < shape.layers; layer++) state = encoderLayer(graph, shape, state, mask);
  graph.node('Identity', [state], { output: 'last_hidden_state' });
  return graph.serialise({
    name: 'tiny-bert',
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'],
    output: { name: 'last_hidden_state', width: shape.hidden },
  });
}

/** 0 where a token is real, a large negative number where it is padding: [batch, 1, 1, sequence]. */
function attentionBias(graph: GraphBuilder): string {
  const real = graph.node('Cast', ['attention_mask'], { ints: { to: 1 } });
  const padding = graph.node('Sub', [graph.scalar(1), real]);
  const bias = graph.node('Mul', [padding, graph.scalar(-1e9)]);
  return graph.node('Unsqueeze', [bias, graph.integers([1, 2])]);
}

function embeddings(graph: GraphBuilder, { hidden, vocabulary, positions }: BertShape): string {
  const length = graph.node('Gather', [graph.node('Shape', ['input_ids']), graph.integer(1)]);
  const order = graph.node('Range', [graph.integer(0), length, graph.integer(1)]);
  const word = graph.node('Gather', [graph.weights([vocabulary, hidden]), 'input_ids']);
  const position = graph.node('Gather', [graph.weights([positions, hidden]), order]);
  const type = graph.node('Gather', [graph.weights([2, hidden]), 'token_type_ids']);
  return graph.layerNorm(graph.node('Add', [graph.node('Add', [word, position]), type]), hidden);
}

function encoderLayer(graph: GraphBuilder, shape: BertShape, state: string, mask: string): string {
  const attended = graph.layerNorm(
    graph.node('Add', [state, attention(graph, shape, state, mask)]),
    shape.hidden,
  );
  const widened = gelu(graph, graph.dense(attended, shape.hidden, shape.inner));
  const narrowed = graph.dense(widened, shape.inner, shape.hidden);
  return graph.layerNorm(graph.node('Add', [attended, narrowed]), shape.hidden);
}

function attention(graph: GraphBuilder, { hidden, heads }: BertShape, state: string, mask: string): string {
  const width = hidden / heads;
  const split = (order: number[]): string => {
    const cut = graph.node('Reshape', [
      graph.dense(state, hidden, hidden),
      graph.integers([0, 0, heads, width]),
    ]);
    return graph.node('Transpose', [cut], { lists: { perm: order } });
  };
  const [queries, keys, values] = [split([0, 2, 1, 3]), split([0, 2, 3, 1]), split([0, 2, 1, 3])];
  const scores = graph.node('Mul', [
    graph.node('MatMul', [queries, keys]),
    graph.scalar(1 / Math.sqrt(width)),
  ]);
  const shares = graph.node('Softmax', [graph.node('Add', [scores, mask])], { ints: { axis: -1 } });
  const mixed = graph.node('Transpose', [graph.node('MatMul', [shares, values])], {
    lists: { perm: [0, 2, 1, 3] },
  });
  const joined = graph.node('Reshape', [mixed, graph.integers([0, 0, hidden])]);
  return graph.dense(joined, hidden, hidden);
}

/** x/2 · (1 + erf(x/√2)). */
function gelu(graph: GraphBuilder, x: string): string {
  const erf = graph.node('Erf', [graph.node('Mul', [x, graph.scalar(Math.SQRT1_2)])]);
  const gate = graph.node('Add', [erf, graph.scalar(1)]);
  return graph.node('Mul', [graph.node('Mul', [x, gate]), graph.scalar(0.5)]);
}
