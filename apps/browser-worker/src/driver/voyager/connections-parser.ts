import type { Connection } from '../port.ts';
import { linkedOne, listed, readResponse, readShape } from './entities.ts';
import { ConnectedProfileShape, ConnectionShape } from './shapes.ts';

/**
 * The connections in a normalised answer of `relationships/dash/connections`, in its order (facts §4.7). Those
 * whose profile the answer lacks (deleted members) are left out. Total: throws only VoyagerShapeError.
 */
export function parseConnections(response: unknown): Connection[] {
  const normalised = readResponse(response);
  return listed(normalised, normalised.data, 'elements').flatMap((connection) => {
    const { createdAt } = readShape(ConnectionShape, connection);
    const profile = linkedOne(normalised, connection, 'connectedMemberResolutionResult');
    if (!profile) return [];
    const { entityUrn, publicIdentifier, firstName, lastName } = readShape(ConnectedProfileShape, profile);
    const fullName = [firstName, lastName].filter(Boolean).join(' ');
    return [{ urn: entityUrn, publicId: publicIdentifier, fullName, connectedAt: new Date(createdAt) }];
  });
}
