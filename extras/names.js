// Prints the names that grammars.js knows; the build puts them into the core.
import { names } from './grammars.js';

console.log(names().join(' '));
