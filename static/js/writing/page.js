// The page on which an article is written: its text loses nothing, its photographs come by dropping.

import { startAutosave } from "writing/autosave";
import { startPhotos } from "writing/photos";

startAutosave();
startPhotos();
