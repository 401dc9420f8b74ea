// The new login page has no form: the button sends what the two fields hold.
const card = document.querySelector('[data-live-login]');
const [user, password] = card?.querySelectorAll('input') ?? [];

function signIn() {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/checkpoint/lg/login-submit';
  for (const [name, field] of [
    ['session_key', user],
    ['session_password', password],
  ]) {
    const hidden = document.createElement('input');
    hidden.type = 'hidden';
    hidden.name = name;
    hidden.value = field.value;
    form.append(hidden);
  }
  document.body.append(form);
  form.submit();
}

card?.querySelector('button').addEventListener('click', signIn);

document.querySelector('#rememberme-div button')?.addEventListener('click', () => {
  document.querySelector('#rememberme-div').remove();
  document.querySelector('[data-login]').hidden = false;
});

for (const button of document.querySelectorAll('[data-cookie-banner] button')) {
  button.addEventListener('click', () => button.closest('[data-cookie-banner]').remove());
}
