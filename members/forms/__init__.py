"""Parts of forms that the admin and the desk share."""
