// A page on which a text is typed that must not be lost: see writing/autosave.js.

import { startAutosave } from "writing/autosave";

startAutosave();
