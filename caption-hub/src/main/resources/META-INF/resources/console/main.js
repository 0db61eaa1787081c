// The console's entry. A sign-in link's ticket is taken out of the address before anything else happens.
import './ui/liveline-console.js';
