import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './App';

const place = document.getElementById('app')!;
const app = <StrictMode><App /></StrictMode>;
// A page that a server has rendered has it already.
if (place.firstChild) hydrateRoot(place, app);
else createRoot(place).render(app);
