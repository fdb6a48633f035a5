// /fix/ leads to fix.html, with the query in the fragment.
location.replace(`../fix.html${location.hash}`);
