// The pages of the dashboard, each built by itself: the desk, and the crew's phone, which loads nothing of the wall.
export const PAGES = ['index', 'crew'];
