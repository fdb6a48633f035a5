// A regular expression in two forms. Classes of all scripts are slow to make and to run, and most
// texts are ASCII, where a short class says the same. Each form is made when it is first needed.

const ASCII = /^[\0-\x7f]*$/;
const IN_ASCII = [
  ["\\p{L}", "A-Za-z"], ["\\p{Nd}", "0-9"], ["\\p{N}", "0-9"],
  ["\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000", ""],
];

// Gives the form that suits a text: pattern(text).exec(text). Classes stand in brackets.
export function makePattern(source, flags = "") {
  let short = null;
  let full = null;
  const shorten = () => IN_ASCII.reduce((text, [long, by]) => text.replaceAll(long, by), source);
  return (text) => {
    if (ASCII.test(text)) return (short ??= new RegExp(shorten(), flags));
    return (full ??= new RegExp(source, `${flags}u`));
  };
}
