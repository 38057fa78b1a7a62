// The page on which an article is written: its text loses nothing, its photographs come by dropping.

import { startAutosave } from "writing/autosave";
import { watchMissing } from "writing/missing";
import { watchBoxes } from "writing/old-text";
import { startPhotos } from "writing/photos";

startAutosave();
startPhotos();
watchBoxes();
watchMissing();
