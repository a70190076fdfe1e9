// The page of a secret link: what stands after # is put in the box and sent, and leaves the address bar.

const form = document.getElementById('link');
const box = document.getElementById('secret');

function open(): void {
  const secret = location.hash.slice(1);
  if (!secret || !(form instanceof HTMLFormElement) || !(box instanceof HTMLInputElement)) return;
  history.replaceState(null, '', location.pathname);
  box.value = decodeURIComponent(secret);
  form.submit();
}

addEventListener('hashchange', open);
open();

export {};
