// What a token says of its bearer, for display only: the services check it, the page merely reads it.

const RANK = ['admin', 'supervisor', 'agent'];

/** {id, name, role, roles, teams, expiresAt} of a JWT; of any other token what can be said of it: nothing. */
export function readToken(token) {
  const claims = claimsOf(token);
  const roles = list(claims.groups);
  return {
    id: claims.sub ?? claims.upn,
    name: claims.name ?? claims.preferred_username ?? claims.upn ?? claims.sub,
    roles,
    role: RANK.find((role) => roles.includes(role)),
    teams: list(claims.teams),
    expiresAt: Number.isFinite(claims.exp) ? claims.exp * 1000 : undefined,
  };
}

/** A pasted token, cleaned of what comes along with it ("Bearer ", quotes, line breaks); `undefined` if none is left. */
export function pastedToken(text) {
  const token = text.trim().replace(/^authorization:\s*/i, '').replace(/^bearer\s+/i, '').replace(/["'\s]/g, '');
  return /^[A-Za-z0-9._~+/=-]{8,8192}$/.test(token) ? token : undefined;
}

function claimsOf(token) {
  try {
    const body = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return claims !== null && typeof claims === 'object' ? claims : {};
  } catch {
    return {};
  }
}

function list(value) {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(/[,\s]+/).filter(Boolean) : [];
}
