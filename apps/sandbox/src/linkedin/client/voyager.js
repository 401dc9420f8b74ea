// What the site's own scripts do to call the API: same-origin fetch with the csrf token from the cookie.
export function csrfToken() {
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith('JSESSIONID='));
  return (cookie ?? '').slice('JSESSIONID='.length).replaceAll('"', '');
}

/** Posts `body` and resolves to `{ok, status, answer}`; `answer` is {} when it is not JSON. */
export async function postVoyager(path, body, accept = 'application/vnd.linkedin.normalized+json+2.1') {
  const response = await fetch(`/voyager/api/${path}`, {
    method: 'POST',
    credentials: 'include',
    headers: {
      accept,
      'content-type': 'application/json; charset=UTF-8',
      'csrf-token': csrfToken(),
      'x-restli-protocol-version': '2.0.0',
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, answer };
}
