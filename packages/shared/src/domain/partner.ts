import { z } from 'zod';

/** So many NEW deals of a partner campaign wait at most: a day's invitations of one account. */
export const PARTNER_NEW_DEALS = 20;

/** What kind of file a kit's model is: our own JSON, or ONNX. */
export const KitFormat = z.enum(['snapshot', 'onnx']);
export type KitFormat = z.infer<typeof KitFormat>;
