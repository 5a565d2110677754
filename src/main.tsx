document.title = 'Spar';
