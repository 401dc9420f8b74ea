import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BertShape, bertModel } from './bert-graph.ts';

const words =
  'head of sales at a packaging firm nurse in hospital data engineer director machines regional plant manager width';
const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

export interface TinyBert {
  /** `<org>/<name>` below the folder. */
  readonly name: string;
  /** The width of its vectors. Default 384. */
  readonly hidden?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default 2 layers, 64 inside, 64 positions: 1 MB. */
  readonly shape?: Partial<Pick<BertShape, 'heads' | 'inner' | 'layers' | 'positions'>>;
}

/**
 * Writes a BERT with random weights in the layout of a real download below `folder`: real tokenizer,
 * real inputs and outputs, about 1 MB. It understands nothing; it exercises the loading code.
 */
export async function writeTinyBert(
  folder: string,
  { name, hidden = 384, seed = 1, shape: given = {} }: TinyBert,
): Promise<void> {
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
  const tokens = [
    ...new Set([...special, ...words.split(' '), ...letters, ...letters.map((letter) => `##${letter}`)]),
  ];
  const vocabulary = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const shape: BertShape = {
    hidden,
    heads: 6,
    inner: 64,
    layers: 2,
    vocabulary: tokens.length,
    positions: 64,
    ...given,
  };
  const home = join(folder, name);
  await mkdir(join(home, 'onnx'), { recursive: true });
  await Promise.all([
    writeFile(join(home, 'onnx', 'model.onnx'), bertModel(shape, seed)),
    writeJson(join(home, 'config.json'), config(shape)),
    writeJson(join(home, 'tokenizer.json'), tokenizer(vocabulary, shape.positions)),
    writeJson(join(home, 'tokenizer_config.json'), {
      tokenizer_class: 'BertTokenizer',
      do_lower_case: true,
      model_max_length: shape.positions,
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      mask_token: '[MASK]',
    }),
  ]);
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, JSON.stringify(value));
}

function config(shape: BertShape): unknown {
  return {
    architectures: ['BertModel'],
    model_type: 'bert',
    hidden_size: shape.hidden,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    intermediate_size: shape.inner,
    hidden_act: 'gelu',
    vocab_size: shape.vocabulary,
    max_position_embeddings: shape.positions,
    type_vocab_size: 2,
  };
}

function tokenizer(vocabulary: Record<string, number>, maxLength: number): unknown {
  const id = (token: string): number => vocabulary[token] ?? 0;
  const templated = (token: string): unknown => ({ SpecialToken: { id: token, type_id: 0 } });
  const sequence = (letter: string, type: number): unknown => ({ Sequence: { id: letter, type_id: type } });
  return {
    version: '1.0',
    truncation: { direction: 'Right', max_length: maxLength, strategy: 'LongestFirst', stride: 0 },
    padding: null,
    added_tokens: special.map((token) => ({
      id: id(token),
      content: token,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [templated('[CLS]'), sequence('A', 0), templated('[SEP]')],
      pair: [templated('[CLS]'), sequence('A', 0), templated('[SEP]'), sequence('B', 1), templated('[SEP]')],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [id(token)], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: vocabulary,
    },
  };
}
