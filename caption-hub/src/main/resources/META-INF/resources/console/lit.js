// The one place that names Lit. The build copies Lit's modules to ./lit/ (caption-hub/pom.xml, "lit-below-console").
export {LitElement, css, html, nothing, svg} from './lit/lit-element/lit-element.js';
export {repeat} from './lit/lit-html/directives/repeat.js';
export {live} from './lit/lit-html/directives/live.js';
