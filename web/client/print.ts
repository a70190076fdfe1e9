// The button of a page that is made to be printed. Without it the browser's own menu does the same.

const button = document.getElementById('print');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
